// The name under which page and main process talk.
export const channel = 'framewright';
