const creator = { id: 'aa6d4e2e-5d5c-4c36-9d9d-6c1b3b0b9c11', name: 'ada.draws', isOwner: true };

export const GET = () => Response.json({ creator });
