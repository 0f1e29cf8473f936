import type { Database } from './database.ts'

export function getValue(db: Database, name: string): unknown {
  const text = db.sql('SELECT value FROM named_values WHERE name = ?').pluck().get(name)
  return text === undefined ? undefined : JSON.parse(text as string)
}

/** `undefined` removes the value. */
export function setValue(db: Database, name: string, value: unknown): void {
  db.write(() => {
    if (value === undefined) {
      db.sql('DELETE FROM named_values WHERE name = ?').run(name)
      return
    }
    db.sql(
      'INSERT INTO named_values (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ).run(name, JSON.stringify(value))
  })
}

/** Reads and replaces a value in one transaction, so that two processes lose nothing of each other. */
export function changeValue<Value>(
  db: Database,
  name: string,
  change: (value: Value | undefined) => Value,
): Value {
  return db.write(() => {
    const value = change(getValue(db, name) as Value | undefined)
    setValue(db, name, value)
    return value
  })
}
