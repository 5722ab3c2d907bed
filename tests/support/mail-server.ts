import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A mail as it was handed in. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text as they crossed the wire. */
  readonly content: string;
}

/** A mail server on this machine that keeps what it gets. */
export interface MailServer {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** Refuses mail while it is true, for a while, as a server with a full queue does. */
  isBusy: boolean;
}

/** Opens a mail server that is closed after the test file. */
export async function openMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    converse(socket, mailServer);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    isBusy: false,
  };
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return mailServer;
}

/** Speaks as much SMTP as handing in a mail needs. */
function converse(socket: Socket, mailServer: MailServer): void {
  let from = '';
  let to: string[] = [];
  let content: string[] | undefined;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  const take = (line: string) => {
    if (content !== undefined && line !== '.') return void content.push(line);
    if (content !== undefined) {
      mailServer.received.push({ from, to, content: content.join('\n') });
      content = undefined;
      return void say('250 kept');
    }
    const word = line.slice(0, 4).toUpperCase();
    if (word === 'MAIL') {
      from = /<(.*?)>/.exec(line)?.[1] ?? '';
      to = [];
      return void say(mailServer.isBusy ? '451 try again later' : '250 go on');
    }
    if (word === 'RCPT') to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
    if (word === 'DATA') content = [];
    say(word === 'DATA' ? '354 end with a dot' : word === 'QUIT' ? '221 bye' : '250 go on');
  };
  say('220 ready');
  socket.on('data', (bytes) => {
    const lines = (rest + bytes.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}
