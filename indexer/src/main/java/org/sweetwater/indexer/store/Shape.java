package org.sweetwater.indexer.store;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.ColumnPrefix;

/**
 * How a row record lies in columns: a component is a column, a record in it more columns, and an
 * {@link Optional} makes them nullable.
 */
sealed interface Shape {
  /** One column. */
  record Column(String name, Scalar scalar) {
    static Column of(String name, Class<?> type) {
      return new Column(name, Scalar.of(type));
    }

    /** Their names as SQL lists them. */
    static String names(List<Column> columns) {
      return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
  }

  /** The columns, in the order in which {@link #write} fills and {@link #read} takes them. */
  List<Column> columns();

  /** Writes one value, or null, for each column. */
  void write(@Nullable Object value, RowWriter out);

  /** Reads the value whose first column is {@code column}, counted from 1. */
  @Nullable Object read(ResultSet row, int column) throws SQLException;

  /** The shape of a row type. */
  static Shape of(Class<?> record) {
    return group(record, "");
  }

  private static Shape group(Class<?> record, String prefix) {
    RecordComponent[] components = record.getRecordComponents();
    List<Shape> parts = Arrays.stream(components).map(c -> component(c, prefix)).toList();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = record.getDeclaredConstructor(types);
      List<Function<Object, @Nullable Object>> accessors =
          Arrays.stream(components).map(Shape::accessor).toList();
      List<Column> columns = parts.stream().flatMap(part -> part.columns().stream()).toList();
      return new Group(constructor, accessors, parts, columns);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(record + " has no canonical constructor", e);
    }
  }

  /**
   * Reads a component as compiled code does. A backfill reads some thirty for each event, and
   * reflection would be a quarter of its processor time.
   */
  @SuppressWarnings("unchecked") // What the factory makes is of the type that it is asked for.
  private static Function<Object, @Nullable Object> accessor(RecordComponent component) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodHandle getter = lookup.unreflect(component.getAccessor());
      return (Function<Object, @Nullable Object>)
          LambdaMetafactory.metafactory(
                  lookup,
                  "apply",
                  MethodType.methodType(Function.class),
                  MethodType.methodType(Object.class, Object.class),
                  getter,
                  getter.type().wrap())
              .getTarget()
              .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("no way to read " + component, e);
    }
  }

  private static Shape component(RecordComponent component, String prefix) {
    ColumnPrefix own = component.getAnnotation(ColumnPrefix.class);
    String name = snakeCase(component.getName());
    if (component.getType() == Optional.class) {
      Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      return new Nullability(part((Class<?>) inner, name, prefix));
    }
    return part(component.getType(), name, own == null ? prefix : own.value());
  }

  private static Shape part(Class<?> type, String name, String prefix) {
    return type.isRecord()
        ? group(type, prefix)
        : new Leaf(new Column(prefix + name, Scalar.of(type)));
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** One column. */
  record Leaf(Column column, List<Column> columns) implements Shape {
    Leaf(Column column) {
      this(column, List.of(column));
    }

    @Override
    public void write(@Nullable Object value, RowWriter out) {
      if (value == null) {
        out.none();
      } else {
        column.scalar().write(value, out);
      }
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return column.scalar().read(row, index);
    }
  }

  /** An Optional: empty where every column is null. */
  record Nullability(Shape inner) implements Shape {
    @Override
    public List<Column> columns() {
      return inner.columns();
    }

    @Override
    public void write(@Nullable Object value, RowWriter out) {
      inner.write(value instanceof Optional<?> optional ? optional.orElse(null) : null, out);
    }

    @Override
    public Object read(ResultSet row, int index) throws SQLException {
      for (int i = 0; i < columns().size(); i++) {
        if (row.getObject(index + i) != null) {
          return Optional.of(Objects.requireNonNull(inner.read(row, index)));
        }
      }
      return Optional.empty();
    }
  }

  /** A record. */
  record Group(
      Constructor<?> constructor,
      List<Function<Object, @Nullable Object>> accessors,
      List<Shape> parts,
      List<Column> columns)
      implements Shape {
    @Override
    public void write(@Nullable Object value, RowWriter out) {
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).write(value == null ? null : accessors.get(i).apply(value), out);
      }
    }

    @Override
    public Object read(ResultSet row, int index) throws SQLException {
      List<@Nullable Object> components = new ArrayList<>();
      int column = index;
      for (Shape part : parts) {
        components.add(part.read(row, column));
        column += part.columns().size();
      }
      try {
        return constructor.newInstance(components.toArray());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("row of " + constructor + ": " + components, e);
      }
    }
  }
}
