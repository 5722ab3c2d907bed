export { queueMail } from './mail-queue.ts';
export { mailWorker } from './mail-sender.ts';
export { notify, type Notice } from './notify.ts';
