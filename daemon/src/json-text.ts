/** JSON text that is ready to be sent: rows are stored as they are answered, so reads neither parse nor stringify. */
export class JsonText {
  /**
   * @param content the text, or its bytes as UTF-8
   * @param ids of the entries in it, apart by spaces, where that is known
   */
  constructor(
    readonly content: string | Buffer,
    readonly ids = '',
  ) {}

  get text(): string {
    return this.content.toString();
  }
}
