package org.sweetwater.oracle.cradle.twin;

/** What can happen in the twin, with the meaning of an event's two arguments. */
enum Event {
  /** A packet (slot) reaches a node. */
  PACKET,
  /** The next packet of the traffic comes to be. */
  TRAFFIC,
  /** A neighbour has been silent for too long: link, generation. */
  SILENCE,
  /** A silent neighbour is heard again: link, generation. */
  HEARD,
  /** Both ends of a link that was down greet each other: link, generation. */
  GREETED,
  /** A handshake begins: link, generation; of a rekey when the link is in use. */
  HANDSHAKE,
  /** The first message of a handshake reaches the other side: link, generation. */
  HANDSHAKE_ANSWER,
  /** The answer is back: link, generation. */
  HANDSHAKE_DONE,
  /** The keys of a link are due for renewal: link. */
  REKEY,
  /** News of routes travel over a link: message, link. */
  ROUTING_NEWS,
  /** A node acts on what it has learned about routes: node, its generation. */
  ROUTING_ACTS,
  /** A new policy is published. */
  POLICY_PUBLISHED,
  /** A policy reaches a node over a link: version, link. */
  POLICY,
  /** A node compares policies with a neighbour: node. */
  POLICY_SYNC,
  /** A fault begins: its number in the schedule, its repetition. */
  FAULT,
  /** A fault ends: as above. */
  FAULT_ENDS,
  /** Whether broken routes are whole again: incident. */
  REPAIR_PROBE,
  /** A window of measurements ends. */
  WINDOW;

  private static final Event[] ALL = values();

  static Event of(int ordinal) {
    return ALL[ordinal];
  }
}
