import { createServer } from 'node:http';

/** Listeners on the ports in hostile texts. */
export const BEACONS = [20_990, 20_991];

/** Listeners, and what reached them. */
export interface Beacons {
  readonly hits: readonly string[];
  close(): void;
}

export function lightBeacons(): Beacons {
  const hits: string[] = [];
  const beacons = BEACONS.map((port) => {
    const beacon = createServer((request, response) => {
      hits.push(`${port}${request.url}`);
      response.end();
    });
    beacon.on('connection', () => hits.push(`connection to ${port}`));
    return beacon.listen(port, '127.0.0.1');
  });
  return { hits, close: () => beacons.forEach((beacon) => beacon.close()) };
}
