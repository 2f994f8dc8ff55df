package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every test that docs/threat-model.md names exists, and it names every attack test. In the last
 * column of its tables, {@code Words} are Solidity attacks, {@code words} Java methods; files stand
 * in backticks, invariants are numbers.
 */
class ThreatModelTest {
  private static final Path HOME =
      Path.of(Objects.requireNonNull(System.getProperty("sweetwater.home")));
  private static final Pattern SOLIDITY_FILE = Pattern.compile("`([\\w/.]+\\.sol)`");
  private static final Pattern JAVA_CLASS = Pattern.compile("`(?:[\\w]+/)*(\\w+Test)`");
  private static final Pattern ATTACK = Pattern.compile("\\b[A-Z]+[a-z]\\w+");
  private static final Pattern ATTACK_TEST =
      Pattern.compile("function test(?:Fuzz)?_(?:Attack_)?(\\w+)\\(");
  private static final Pattern METHOD = Pattern.compile("\\b[a-z]+[A-Z]\\w*");
  private static final Pattern INVARIANTS =
      Pattern.compile("\\binvariants? (\\d+)(?: (?:and|to) (\\d+))?");

  private final String page = read(HOME.resolve("docs/threat-model.md"));
  private final List<Path> solidity = filesUnder(HOME.resolve("contracts/test"), ".sol");
  private final List<Path> java =
      Stream.of("wrappers", "migrations", "indexer", "oracle", "devnet")
          .flatMap(module -> filesUnder(HOME.resolve(module).resolve("src/test"), ".java").stream())
          .toList();

  @Test
  void namesFilesThatExist() {
    assertThat(named(SOLIDITY_FILE, page, 1))
        .isNotEmpty()
        .allMatch(name -> solidity.stream().anyMatch(file -> file.endsWith(name)));
    assertThat(named(JAVA_CLASS, page, 1))
        .isNotEmpty()
        .allMatch(name -> java.stream().anyMatch(file -> file.endsWith(name + ".java")));
  }

  @Test
  void namesAttacksThatArePlayed() {
    String tests = contentOf(solidity);
    assertThat(named(ATTACK, testColumns(), 0))
        .hasSizeGreaterThan(50)
        .allMatch(
            name ->
                tests.contains("function test_Attack_" + name + "()")
                    || tests.contains("function test_" + name + "()"));
  }

  @Test
  void namesEveryAttackThatIsPlayed() {
    List<Path> attacks = filesUnder(HOME.resolve("contracts/test/attack"), ".sol");
    assertThat(named(ATTACK, testColumns(), 0))
        .containsAll(named(ATTACK_TEST, contentOf(attacks), 1));
    assertThat(attacks).allMatch(file -> page.contains("`attack/" + file.getFileName() + "`"));
  }

  @Test
  void namesMethodsThatRun() {
    String tests = contentOf(java);
    assertThat(named(METHOD, testColumns(), 0))
        .allMatch(name -> tests.contains("void " + name + "("));
  }

  @Test
  void namesInvariantsThatAreNumbered() {
    String numbered = read(HOME.resolve("contracts/test/invariant/README.md"));
    List<String> numbers =
        Stream.concat(
                named(INVARIANTS, testColumns(), 1).stream(),
                named(INVARIANTS, testColumns(), 2).stream())
            .toList();
    assertThat(numbers).isNotEmpty().allMatch(number -> numbered.contains("\n" + number + ". "));
  }

  /** The last cells of all table rows, without what stands in backticks. */
  private String testColumns() {
    return page.lines()
        .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
        .map(line -> line.substring(line.lastIndexOf(" | ", line.length() - 3)))
        .map(cell -> cell.replaceAll("`[^`]*`", ""))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> named(Pattern pattern, String text, int group) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(group))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static List<Path> filesUnder(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentOf(List<Path> files) {
    return files.stream().map(ThreatModelTest::read).collect(Collectors.joining("\n"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
