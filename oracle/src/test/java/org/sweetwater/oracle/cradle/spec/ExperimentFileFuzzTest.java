package org.sweetwater.oracle.cradle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it is read or refused, and soon. */
class ExperimentFileFuzzTest {
  private static final long SEED = 20261128;
  private static final int ROUNDS = 4_000;

  /** Far more than the slowest file takes, on a busy machine. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z]+|[0-9]+|\\s+|.");

  private static final List<String> WORDS =
      List.of(
          "&a",
          "*a",
          "!!int",
          "!!binary",
          "!<tag:x>",
          "%YAML 1.1",
          "---",
          "...",
          "? ",
          "<<",
          "|",
          ">-",
          "~",
          "null",
          ".inf",
          ".nan",
          "1e999",
          "-0",
          "0",
          "0s",
          "0%",
          "100%",
          "-1",
          "9".repeat(18),
          "9".repeat(30),
          "0x7f",
          "1_0",
          "'",
          "\"",
          "\\",
          "\\U00110000",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "#",
          "\t",
          "\n",
          "\r",
          "\u0000",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\uD800",
          "\uDFFF",
          "😀",
          "24h",
          "1ns",
          "h",
          "%",
          "distance-vector",
          "geometric",
          "scale-free",
          "partition",
          "cutLinks",
          "max",
          "min",
          "nodes",
          "waves",
          "window",
          "warmUp");

  @Test
  void neverFailsButByRefusing() {
    List<String> examples =
        Experiments.exampleNames().stream().map(Experiments::exampleText).toList();
    SplittableRandom random = new SplittableRandom(SEED);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutated(examples.get(random.nextInt(examples.size())), random);
      accepted += isAccepted(text, round) ? 1 : 0;
    }
    // Mutations that hit everything or nothing would test little.
    assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS / 2);
  }

  private static boolean isAccepted(String text, int round) {
    long start = System.nanoTime();
    try {
      ExperimentSpec spec = ExperimentFile.parse(text);
      assertThat(ExperimentSpec.parse(CanonicalJson.of(spec))).isEqualTo(spec);
      return true;
    } catch (InvalidSpecException refusal) {
      assertThat(refusal.problems()).isNotEmpty();
      assertThat(refusal.problems())
          .allMatch(problem -> problem.line() >= 1 && problem.column() >= 1);
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      return fail("seed %d, round %d:%n%s".formatted(SEED, round, text), e);
    } finally {
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("seed %d, round %d:%n%s", SEED, round, text)
          .isLessThan(LONGEST);
    }
  }

  private static String mutated(String example, SplittableRandom random) {
    List<String> tokens =
        new ArrayList<>(TOKEN.matcher(example).results().map(MatchResult::group).toList());
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations; i++) {
      mutate(tokens, random);
    }
    String text = String.join("", tokens);
    return random.nextInt(10) == 0 ? text.substring(random.nextInt(text.length())) : text;
  }

  private static void mutate(List<String> tokens, SplittableRandom random) {
    int at = random.nextInt(tokens.size());
    String word = WORDS.get(random.nextInt(WORDS.size()));
    switch (random.nextInt(7)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(at));
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 3 -> tokens.set(at, word);
      case 4 -> tokens.add(at, word);
      case 5 -> tokens.set(at, Character.toString(random.nextInt(0x3000)));
      default -> tokens.add(at, tokens.get(at).repeat(1 + random.nextInt(300)));
    }
  }
}
