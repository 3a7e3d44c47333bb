/** /llms.txt and /skill.zip: what an agent reads to learn how to use this daemon. Loaded and packed at the first visit. */
import type { FastifyInstance } from 'fastify';

/** Paths of these pages; like the reference page they stand outside of the contract and need no token. */
export const SKILL_PAGES = ['/llms.txt', '/skill.zip'] as const;

/** The earliest time that a zip can hold, in local time as zip has it: the archive is the same bytes on every machine. */
const ZIP_EPOCH = new Date(1980, 0, 1);

const pack = async (): Promise<Buffer> => {
  const [{ skillFiles }, { strToU8, zipSync }] = await Promise.all([import('./generated/skill.js'), import('fflate')]);
  const files = Object.fromEntries([...skillFiles].map(([path, text]) => [path, strToU8(text)]));
  return Buffer.from(zipSync(files, { mtime: ZIP_EPOCH, level: 9 }));
};

/** Adds the routes of these pages. */
export const registerSkillPages = (app: FastifyInstance): void => {
  const [llms, archive] = SKILL_PAGES;
  let packed: Promise<Buffer> | undefined;
  app.get(llms, { config: { scope: 'none' } }, async (_request, reply) => {
    const { llmsText } = await import('./generated/skill.js');
    return reply.type('text/plain; charset=utf-8').send(llmsText);
  });
  app.get(archive, { config: { scope: 'none' } }, async (_request, reply) => {
    packed ??= pack();
    const file = await packed;
    return reply
      .type('application/zip')
      .header('content-disposition', 'attachment; filename="concordat-skill.zip"')
      .send(file);
  });
};
