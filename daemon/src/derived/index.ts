/** SQLite files that hold what can be made again from elsewhere: one that is missing, older or damaged is thrown away and begins anew. */
export {
  type DerivedSql,
  discardDerived,
  isDamage,
  isFull,
  openDerived,
  type Row,
  type SqlDb,
  type SqlValue,
} from './sql.js';
