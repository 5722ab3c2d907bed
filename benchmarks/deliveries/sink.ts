import { createServer, type AddressInfo, type Socket } from 'node:net';

// A process of its own that takes calls at many ports. It reads no more of a call than where it ends, since what a
// receiver costs is no part of what is measured, and both clients share the machine with it. Its parent tells it to hang
// at the first of the ports, or no longer.
const count = Number(process.argv[2] ?? 1);
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
const HEAD_END = '\r\n\r\n';
let isHanging = false;
let taken = 0;
const hanging = new Set<Socket>();

const ports = await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    const server = createServer({ noDelay: true }, (socket) => take(socket, index === 0));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return (server.address() as AddressInfo).port;
  }),
);

/** Answers each call of a connection as soon as all of it has come. */
function take(socket: Socket, mayHang: boolean): void {
  let carried = '';
  socket.on('data', (chunk: Buffer) => {
    // As text of one byte for each character a call is as long as it says.
    carried += chunk.toString('latin1');
    for (;;) {
      const length = callLength(carried);
      if (length === undefined || carried.length < length) return;
      carried = carried.slice(length);
      answer(socket, mayHang);
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => hanging.delete(socket));
}

/** How long the first of these calls is, its head and its body; undefined while its head has not come. */
function callLength(text: string): number | undefined {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  return headEnd + HEAD_END.length + Number(length);
}

function answer(socket: Socket, mayHang: boolean): void {
  if (mayHang && isHanging) return void hanging.add(socket);
  taken++;
  socket.write(ANSWER);
}

process.on('message', (message: { hang?: boolean }) => {
  isHanging = message.hang ?? isHanging;
  if (!isHanging) {
    for (const socket of hanging) answer(socket, true);
    hanging.clear();
  }
  process.send?.({ taken });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ports });
