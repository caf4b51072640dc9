export const title = 'A shop without a framework';
