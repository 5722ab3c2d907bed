import { readFileSync } from 'node:fs';
import { sendLoad } from '../harness/load.ts';
import { connections, host, type MeasuredPath } from './path.ts';

const SLICE_SECONDS = 2;

/** What the process weighs after every member was seen. */
export const memory: MeasuredPath = {
  name: 'memory',
  async measure({ server, world }) {
    const path = '/api/v1/offer-wall/offers?pub_geo_country=US&pub_device=IOS&pub_member_id=member-';
    let seen = 0;
    while (seen < world.size.members) {
      const request = `return wrk.format("GET", "${path}" .. ((count + ${seen}) % ${world.size.members} + 1))`;
      seen += (await sendLoad({ origin: server.origin, connections, host, request }, SLICE_SECONDS, 1))
        .requests;
    }
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
    return [
      {
        name: `Resident memory with ${world.size.offers} offers, after ${world.size.members} members were seen`,
        value: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024,
        unit: 'MB',
        atMost: 600,
      },
    ];
  },
};
