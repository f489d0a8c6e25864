import type { Kysely } from 'kysely';
import type { Registry } from 'prom-client';
import type { Status } from '../../view.ts';
import { countAlerts } from '../alerts/outbox.ts';
import { lastGoodBackup } from '../backup/state.ts';
import type { Clock } from '../clock.ts';
import type { Schema } from '../database/schema.ts';
import { readBeat } from '../renewal/beat.ts';
import { connectionsByStatus, nearestExpiry } from './facts.ts';

type Prometheus = typeof import('prom-client');

export type GaugeDeps = {
	db: Kysely<Schema>;
	/** The connections' clock. */
	clock: Clock;
	vault: { isLocked: boolean };
};

/** What the database says when somebody looks. */
export function addGauges(
	{ Gauge }: Prometheus,
	register: Registry,
	{ db, clock, vault }: GaugeDeps
) {
	const registers = [register];
	const at = () => ({ now: clock.now(), isLocked: vault.isLocked });

	new Gauge({
		name: 'mooring_connections',
		help: 'Connections, by status',
		labelNames: ['status'],
		registers,
		async collect() {
			const counts = await connectionsByStatus(db, at());
			for (const status of Object.keys(counts) as Status[]) this.set({ status }, counts[status]);
		}
	});
	new Gauge({
		name: 'mooring_nearest_expiry_seconds',
		help: 'Seconds until the first token in use ends; +Inf where none ends',
		registers,
		async collect() {
			this.set(inSeconds((await nearestExpiry(db)) - clock.now()));
		}
	});
	new Gauge({
		name: 'mooring_scheduler_beat_timestamp_seconds',
		help: 'When the scheduler beat last, in seconds since 1970',
		registers,
		async collect() {
			this.set(inSeconds((await readBeat(db))?.beatAt ?? 0));
		}
	});
	new Gauge({
		name: 'mooring_alerts',
		help: 'Alerts that wait to be sent, or could not be',
		labelNames: ['state'],
		registers,
		async collect() {
			const { waiting, failed } = await countAlerts(db);
			this.set({ state: 'waiting' }, waiting);
			this.set({ state: 'failed' }, failed);
		}
	});
	new Gauge({
		name: 'mooring_last_backup_timestamp_seconds',
		help: 'When the last good backup was made, in seconds since 1970; 0 where there is none',
		registers,
		async collect() {
			this.set(inSeconds((await lastGoodBackup(db)).at ?? 0));
		}
	});
}

const inSeconds = (ms: number) => ms / 1000;
