import pg from 'pg'

/** One connection of the pool, or the pool itself. */
export type Querying = Pick<pg.Pool, 'query'>

export function openPool(url: string): pg.Pool {
  return new pg.Pool({ connectionString: url, max: 20 })
}

/** A statement that each connection prepares once. */
export function statement(name: string, text: string) {
  return async <Row extends pg.QueryResultRow>(on: Querying, values: unknown[]): Promise<Row[]> =>
    (await on.query<Row>({ name, text, values })).rows
}

export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
