/** What tells open invitations and sessions apart: for whom one was made, and whence one began. */
export const labels = `
ALTER TABLE invitations ADD COLUMN label TEXT;
ALTER TABLE sessions ADD COLUMN address TEXT;
`;
