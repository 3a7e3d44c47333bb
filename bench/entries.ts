const TEXT = 'what one agent learned and every other should know before it starts on the same thing; '.repeat(3).trim();

/** A piece of knowledge of the usual size, about 300 bytes of text. */
export const knowledge = (mark: string, topic: string): { topic: string; content: string } => ({
  topic,
  content: `${TEXT} (${mark})`,
});

/** A task of the usual size. */
export const task = (mark: string): { title: string; description: string } => ({
  title: `task ${mark}`,
  description: TEXT,
});
