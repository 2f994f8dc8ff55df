package org.sweetwater.oracle.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/** A database around whose commits the process dies at random: just before, or just after. */
public final class CrashingDataSource {
  private CrashingDataSource() {}

  /** The data source, and a crash around each commit with this probability, twice. */
  public static DataSource around(
      DataSource dataSource, SplittableRandom random, double crashRate) {
    return (DataSource)
        Proxy.newProxyInstance(
            CrashingDataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = call(() -> method.invoke(dataSource, arguments));
              return result instanceof Connection connection
                  ? connection(connection, random, crashRate)
                  : result;
            });
  }

  private static Connection connection(
      Connection connection, SplittableRandom random, double crashRate) {
    return (Connection)
        Proxy.newProxyInstance(
            CrashingDataSource.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean isCommit = method.getName().equals("commit");
              if (isCommit && random.nextDouble() < crashRate) {
                connection.rollback();
                throw new Crash();
              }
              Object result = call(() -> method.invoke(connection, arguments));
              if (isCommit && random.nextDouble() < crashRate) {
                throw new Crash();
              }
              return result;
            });
  }

  private interface Invocation {
    Object invoke() throws IllegalAccessException, InvocationTargetException;
  }

  private static Object call(Invocation invocation) throws Throwable {
    try {
      return invocation.invoke();
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
