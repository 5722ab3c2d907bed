import { createServer, type AddressInfo, type Socket } from 'node:net';

// A process of its own that takes calls at many ports. It shares the machine with the sender that is measured, so that it
// does no more for a call than read it to its end and answer. Its parent tells it to hang at the first of its ports, or
// no longer.
const count = Number(process.argv[2] ?? 1);
const OK = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
const HEAD_END = '\r\n\r\n';
let isHanging = false;
let taken = 0;
const hanging = new Set<Socket>();

/** Calls `onCall` for each whole call on a connection. */
function readCalls(socket: Socket, onCall: () => void): void {
  let come: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    come = come.length === 0 ? chunk : Buffer.concat([come, chunk]);
    for (;;) {
      const headEnd = come.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(come.toString('latin1', 0, headEnd)) ?? [];
      const end = headEnd + HEAD_END.length + Number(length);
      if (come.length < end) return;
      come = come.subarray(end);
      onCall();
    }
  });
}

const ports = await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    const server = createServer((socket) => {
      socket.on('close', () => hanging.delete(socket));
      readCalls(socket, () => {
        if (index === 0 && isHanging) return void hanging.add(socket);
        taken++;
        socket.write(OK);
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return (server.address() as AddressInfo).port;
  }),
);

process.on('message', (message: { hang?: boolean }) => {
  isHanging = message.hang ?? isHanging;
  if (!isHanging) {
    for (const socket of hanging) socket.write(OK);
    hanging.clear();
  }
  process.send?.({ taken });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ports });
