/** Meta's words and subcode for the ends of a token that both logins and the faults tell of (190). */
export const TOKEN_ENDS = {
	password_changed: {
		subcode: 460,
		message:
			'Error validating access token: The session has been invalidated because the user changed ' +
			'their password or Facebook has changed the session for security reasons.'
	},
	logged_out: {
		subcode: 467,
		message: 'Error validating access token: The session is invalid because the user logged out.'
	},
	lost_role: {
		subcode: 492,
		message:
			'Error validating access token: The user must be an administrator, editor, or moderator of ' +
			'the page in order to impersonate it.'
	}
} as const;
