/** A file that cannot be edited without risk. The message says why, as the rest of a sentence about the file; nothing was changed. */
export class UneditableText extends Error {}
