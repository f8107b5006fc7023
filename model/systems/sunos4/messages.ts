import { NONE } from '../../state/field.ts';
import type { Sunos4 } from './shape.ts';

/** Messages: a rendezvous of two threads, in which the sender waits until the receiver has replied. */

/** Puts the message of a sender behind those that its peer has got; one that awaits it takes it at once. */
export function deliver(m: Sunos4, sender: number, receiver: number): void {
  m.messages.append(receiver, sender);
  m.thread.MESSAGE(receiver, sender);
}

export function sendMessage(m: Sunos4, pod: number, receiver: number): void {
  const sender = m.current.get(pod);
  m.peer.set(sender, receiver);
  m.thread.SEND(sender);
  deliver(m, sender, receiver);
}

/** The message is in the receiver's hands; its sender waits for the reply. */
export const takeMessage = (m: Sunos4, _receiver: number, sender: number): void => m.thread.TAKEN(sender);

export function takeFirstMessage(m: Sunos4, pod: number): void {
  m.thread.TAKEN(m.messages.head(m.current.get(pod)));
}

export const leaveMessages = (m: Sunos4, sender: number): void => {
  m.messages.remove(m.peer.get(sender), sender);
};

/** Whether the running thread has got a message of this sender. */
export function messageOf(m: Sunos4, pod: number, sender: number): boolean {
  return m.peer.get(sender) === m.current.get(pod) && m.messages.holds(sender);
}

/** Whether the sender waits for a reply of the running thread. */
export function awaitsReply(m: Sunos4, pod: number, sender: number): boolean {
  return m.thread.is.served(sender) && m.peer.get(sender) === m.current.get(pod);
}

export function awaitMessage(m: Sunos4, pod: number, sender = NONE): void {
  const receiver = m.current.get(pod);
  if (sender === NONE) {
    m.thread.RECEIVE(receiver);
    return;
  }
  m.peer.set(receiver, sender);
  m.thread.RECEIVE_FROM(receiver);
}
