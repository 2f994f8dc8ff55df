package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;

/**
 * Which links nodes hold for usable: neighbours greet each other, give up who stays silent, and
 * agree on keys with who comes back.
 *
 * <p>Greetings are not events of their own, since there would be more of them than of all else: the
 * times at which silence is noticed are drawn from their distribution. A greeting is sent once and
 * not repeated.
 */
final class Neighbours {
  private final World world;
  private final Medium medium;
  private final Network.Routing routing;
  private final Network.Handshake handshake;
  private final SeededRandom random;
  private final Adjacency adjacency;
  private final Routes routes;

  /** Link by link: it could carry something when last looked at. */
  private final boolean[] didCarry;

  private final int[] lossSeen;

  /** Events of an older generation of their link are void. */
  private final int[] generation;

  Neighbours(World world, Medium medium, Adjacency adjacency, Routes routes, Seeds seeds) {
    this.world = world;
    this.medium = medium;
    this.routing = world.network.routing();
    this.handshake = world.network.handshake();
    this.adjacency = adjacency;
    this.routes = routes;
    this.random = seeds.stream("neighbours");
    int links = world.graph.links();
    this.didCarry = new boolean[links];
    Arrays.fill(didCarry, true);
    this.generation = new int[links];
    this.lossSeen = world.lossPpm.clone();
  }

  /** Starts with all links in use, and keys that expire one after the other. */
  void start() {
    for (int link = 0; link < didCarry.length; link++) {
      expectSilence(link, random.below(routing.helloNanos()));
      if (isForward(link)) {
        world.queue.schedule(random.below(handshake.rekeyNanos()), Event.REKEY, link, 0);
      }
    }
  }

  /** To be called when the world has changed under the nodes. */
  void worldChanged() {
    for (int link = 0; link < didCarry.length; link++) {
      if (!world.alive.get(world.graph.source[link])) {
        // A node without power forgets its neighbours.
        adjacency.set(link, false);
      }
      boolean carries = world.carries(link);
      boolean hasLossChanged = lossSeen[link] != world.lossPpm[link];
      lossSeen[link] = world.lossPpm[link];
      if (carries != didCarry[link]) {
        didCarry[link] = carries;
        generation[link]++;
        if (carries) {
          back(link);
        } else if (adjacency.isUsable(link)) {
          gone(link);
        }
      } else if (carries && hasLossChanged) {
        generation[link]++;
        foresee(link);
      }
    }
  }

  private void gone(int link) {
    int missedBefore =
        (int) Math.min(routing.deadHellos(), random.failuresBefore(heardChance(link)));
    long left = (routing.deadHellos() - missedBefore) * routing.helloNanos();
    long sinceLast = random.below(routing.helloNanos());
    schedule(Event.SILENCE, link, Math.max(0, left - sinceLast));
  }

  private void back(int link) {
    foresee(link);
    if (areBothUsable(link)) {
      // It was gone for so short a time that neither side noticed, but news may have been lost.
      routes.retell(link);
    }
  }

  /** What comes next on a link that carries, as chances are now. */
  private void foresee(int link) {
    if (adjacency.isUsable(link)) {
      expectSilence(link, random.below(routing.helloNanos()));
    }
    if (isForward(link) && !areBothUsable(link)) {
      expectGreeting(link);
    }
  }

  private boolean areBothUsable(int link) {
    return adjacency.isUsable(link) && adjacency.isUsable(world.graph.reverse[link]);
  }

  /**
   * The next time that enough greetings in a row are lost. The mean time until a first run of k
   * losses, each of chance p, is m = (p^−k − 1) / (1 − p) greetings (Feller, volume 1, XIII.7); it
   * takes k at least, and the rest is nearly geometric, of mean m − k.
   *
   * @param sinceLast how long ago the last greeting came, ns
   */
  private void expectSilence(int link, long sinceLast) {
    double lost = lossOfGreetings(link);
    double mean =
        lost == 0
            ? Double.POSITIVE_INFINITY
            : (StrictMath.pow(lost, -routing.deadHellos()) - 1) / (1 - lost);
    // Beyond that it would not happen in a thousand years.
    if (mean < 1e12) {
      long greetings =
          routing.deadHellos() + random.failuresBefore(1 / (mean - routing.deadHellos() + 1));
      if (greetings < Scenario.DURATION_MAX_NANOS / routing.helloNanos()) {
        schedule(Event.SILENCE, link, greetings * routing.helloNanos() - sinceLast);
      }
    }
  }

  private void expectToHear(int link) {
    long greetings = 1 + random.failuresBefore(heardChance(link));
    schedule(Event.HEARD, link, within(greetings));
  }

  /** The slower of both sides hears the other. */
  private void expectGreeting(int forward) {
    long there = random.failuresBefore(heardChance(forward));
    long here = random.failuresBefore(heardChance(world.graph.reverse[forward]));
    schedule(
        Event.GREETED, forward, within(Math.max(there, here)) + random.below(routing.helloNanos()));
  }

  private long within(long greetings) {
    return Math.min(greetings, Scenario.DURATION_MAX_NANOS / routing.helloNanos())
        * routing.helloNanos();
  }

  private double heardChance(int link) {
    return 1 - lossOfGreetings(link);
  }

  /** A link's source hears greetings that travel the other way. */
  private double lossOfGreetings(int link) {
    return (double) world.lossPpm[world.graph.reverse[link]] / Ppm.WHOLE;
  }

  private void schedule(Event event, int link, long after) {
    world.queue.schedule(
        world.now() + after, event, link, generation[link] & EventQueue.ARGUMENT_MAX);
  }

  private boolean isOf(int link, int itsGeneration) {
    return (generation[link] & EventQueue.ARGUMENT_MAX) == itsGeneration;
  }

  private boolean isForward(int link) {
    return link < world.graph.reverse[link];
  }

  /** A neighbour was silent for too long. */
  void silence(int link, int itsGeneration) {
    if (!isOf(link, itsGeneration) || !adjacency.isUsable(link)) {
      return;
    }
    adjacency.set(link, false);
    routes.lost(link);
    if (world.carries(link)) {
      expectToHear(link);
    }
  }

  /** A neighbour that was only unlucky is heard again; the keys are still good. */
  void heard(int link, int itsGeneration) {
    if (isOf(link, itsGeneration) && world.carries(link) && !adjacency.isUsable(link)) {
      use(link);
    }
  }

  /** The first message: made by the link's source. */
  void beginHandshake(int link, int itsGeneration) {
    if (!isOf(link, itsGeneration) || !world.carries(link)) {
      return;
    }
    long made = medium.compute(world.graph.source[link], handshake.suite().firstNanos());
    long arrival = medium.sendOnce(link, handshake.suite().firstBytes(), made);
    next(Event.HANDSHAKE_ANSWER, link, itsGeneration, arrival);
  }

  /** The answer: made by the link's target. */
  void answerHandshake(int link, int itsGeneration) {
    if (!isOf(link, itsGeneration) || !world.carries(link)) {
      return;
    }
    int back = world.graph.reverse[link];
    long made = medium.compute(world.graph.target[link], handshake.suite().answerNanos());
    long arrival = medium.sendOnce(back, handshake.suite().answerBytes(), made);
    next(Event.HANDSHAKE_DONE, link, itsGeneration, arrival);
  }

  private void next(Event event, int link, int itsGeneration, long arrival) {
    if (arrival == Medium.LOST) {
      world.queue.schedule(
          world.now() + handshake.timeoutNanos(), Event.HANDSHAKE, link, itsGeneration);
    } else {
      world.queue.schedule(arrival, event, link, itsGeneration);
    }
  }

  /** Both sides have keys; a link that was down is in use from here on. */
  void finishHandshake(int link, int itsGeneration) {
    if (!isOf(link, itsGeneration) || !world.carries(link)) {
      return;
    }
    medium.compute(world.graph.source[link], handshake.suite().finishNanos());
    use(link);
    use(world.graph.reverse[link]);
  }

  private void use(int link) {
    if (!adjacency.isUsable(link)) {
      adjacency.set(link, true);
      expectSilence(link, 0);
      if (areBothUsable(link)) {
        // Whichever side never noticed may have missed news all the same.
        routes.retell(link);
        routes.retell(world.graph.reverse[link]);
      }
      routes.found(link);
    }
  }

  /** Renews keys that expire, before they do, so that traffic goes on. */
  void rekey(int link) {
    if (world.carries(link) && adjacency.isUsable(link)) {
      beginHandshake(link, generation[link] & EventQueue.ARGUMENT_MAX);
    }
    world.queue.schedule(world.now() + handshake.rekeyNanos(), Event.REKEY, link, 0);
  }
}
