/** SQLite files that hold what can be made again from elsewhere: one that is missing, older or damaged is thrown away and begins anew. */
export { type DerivedSchema, type DerivedSql, discardDerived, openDerived } from './derived.js';
export type { Row, SqlValue } from './driver.js';
export { isDamage, isFull, type SqlDb } from './sql.js';
