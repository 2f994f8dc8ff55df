package org.sweetwater.migrations;

import java.util.regex.Pattern;

/**
 * How to reach one PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, also without {@code jdbc:}; no user or
 *     password inside
 * @param user the user to log in as; must be a member of the service's group role
 * @param password its password, empty when the server asks for none; never printed
 * @param poolSize the most connections that the service opens, 1 to 100
 */
public record DatabaseConfig(String url, String user, String password, int poolSize) {
  /** The most connections that one service may ask for. */
  public static final int POOL_SIZE_MAX = 100;

  private static final Pattern URL =
      Pattern.compile("(?:jdbc:)?(?:postgresql|postgres)://([^/?#@\\s]*)/([^/?#\\s]+)(\\?\\S*)?");

  /**
   * Checks the bounds and brings the URL into JDBC's form.
   *
   * @throws IllegalArgumentException in one line, without the password, when a value is not usable
   */
  public DatabaseConfig {
    url = jdbcUrl(url);
    if (user.isBlank()) {
      throw new IllegalArgumentException(
          "database user is empty; give the user to log in to PostgreSQL as");
    }
    if (poolSize < 1 || poolSize > POOL_SIZE_MAX) {
      throw new IllegalArgumentException(
          "database poolSize must be 1 to %d, found %d".formatted(POOL_SIZE_MAX, poolSize));
    }
  }

  private static String jdbcUrl(String url) {
    var match = URL.matcher(url);
    if (url.contains("@") || url.contains("password=")) {
      throw new IllegalArgumentException(
          "database url holds a user or a password; give them as user and password, which are not printed");
    }
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "database url must look like jdbc:postgresql://127.0.0.1:5432/sweetwater, found '%s'"
              .formatted(url));
    }
    String parameters = match.group(3) == null ? "" : match.group(3);
    return "jdbc:postgresql://" + match.group(1) + "/" + match.group(2) + parameters;
  }

  /** The database's name, as the URL gives it. */
  String databaseName() {
    var match = URL.matcher(url);
    return match.matches() ? match.group(2) : url;
  }

  /** Names everything but the password. */
  @Override
  public String toString() {
    return "DatabaseConfig[url=%s, user=%s, password=***, poolSize=%d]"
        .formatted(url, user, poolSize);
  }
}
