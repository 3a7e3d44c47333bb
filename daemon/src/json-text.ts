/** JSON text that is ready to be sent: rows are stored as they are answered, so reads neither parse nor stringify. */
export class JsonText {
  /** @param content the text, or its bytes as UTF-8 */
  constructor(readonly content: string | Buffer) {}

  get text(): string {
    return this.content.toString();
  }
}
