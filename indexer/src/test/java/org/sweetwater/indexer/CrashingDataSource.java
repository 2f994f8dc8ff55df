package org.sweetwater.indexer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;

/**
 * Connections whose server process is killed before a chosen step, or just after a commit so that
 * nobody hears of its success.
 */
final class CrashingDataSource {
  private final DataSource real;
  private final Random random;
  private int stepsLeft = Integer.MAX_VALUE;

  CrashingDataSource(DataSource real, Random random) {
    this.real = real;
    this.random = random;
  }

  /** The next connection dies within this many steps. */
  void crashWithin(int steps) {
    stepsLeft = random.nextInt(steps);
  }

  void behave() {
    stepsLeft = Integer.MAX_VALUE;
  }

  DataSource asDataSource() {
    return proxy(
        DataSource.class,
        (name, call) -> name.equals("getConnection") ? wrap((Connection) call.run()) : call.run());
  }

  private Connection wrap(Connection connection) throws Throwable {
    int process = processOf(connection);
    return proxy(
        Connection.class,
        connection,
        (name, call) -> {
          if (!isStep(name) || stepsLeft-- > 0) {
            return call.run();
          }
          stepsLeft = Integer.MAX_VALUE;
          boolean isHeard = !name.equals("commit") || random.nextBoolean();
          if (!isHeard) {
            call.run();
          }
          kill(process);
          return isHeard ? call.run() : fail();
        });
  }

  private static Object fail() throws SQLException {
    throw new SQLException("connection lost after commit", "08006");
  }

  private static boolean isStep(String name) {
    return name.equals("commit")
        || name.equals("prepareStatement")
        || name.equals("createStatement")
        || name.equals("unwrap");
  }

  private static int processOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private void kill(int process) throws SQLException {
    try (Connection connection = real.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("RESET ROLE");
      statement.execute("SELECT pg_terminate_backend(%d, 5000)".formatted(process));
      statement.execute("SET ROLE sweetwater_indexer");
    }
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private interface Interceptor {
    Object around(String name, Call call) throws Throwable;
  }

  private <T> T proxy(Class<T> type, Interceptor interceptor) {
    return proxy(type, type.cast(real), interceptor);
  }

  private static <T> T proxy(Class<T> type, T target, Interceptor interceptor) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                interceptor.around(
                    method.getName(),
                    () -> {
                      try {
                        return method.invoke(target, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }
}
