/** A mail server on loopback: speaks as much SMTP (RFC 5321) as a client needs, and keeps what it is given. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** The message as it came, without the dots that SMTP adds. */
  readonly source: string;
}

export interface MailServer {
  readonly port: number;
  readonly mails: Mail[];
  /** Answers the next messages with a failure of the kind that passes (451). */
  busy: number;
}

export async function startMailServer(t: TestContext): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let buffer = '';
    let from = '';
    let to: string[] = [];
    let lines: string[] | undefined;
    const hear = (line: string): void => {
      if (lines && line !== '.') return void lines.push(line.replace(/^\./, ''));
      if (lines) {
        const refused = mailServer.busy > 0;
        if (refused) mailServer.busy -= 1;
        else mailServer.mails.push({ from, to, source: lines.join('\r\n') });
        lines = undefined;
        return say(refused ? '451 busy' : '250 kept');
      }
      const [, verb = '', rest = ''] = /^(\w+)\s?(.*)$/.exec(line) ?? [];
      switch (verb.toUpperCase()) {
        case 'MAIL':
          [from, to] = [/<(.*?)>/.exec(rest)?.[1] ?? '', []];
          return say('250 ok');
        case 'RCPT':
          to = [...to, /<(.*?)>/.exec(rest)?.[1] ?? ''];
          return say('250 ok');
        case 'DATA':
          lines = [];
          return say('354 go on');
        case 'QUIT':
          say('221 bye');
          return void socket.end();
        default:
          return say('250 ok');
      }
    };
    socket.setEncoding('utf8').on('data', (data: string) => {
      const whole = (buffer + data).split('\r\n');
      buffer = whole.pop() ?? '';
      whole.forEach(hear);
    });
    socket.on('error', () => undefined);
    say('220 mail.test');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const mailServer: MailServer = { port: (server.address() as AddressInfo).port, mails: [], busy: 0 };
  return mailServer;
}
