package org.sweetwater.indexer.store;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
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
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.ColumnPrefix;

/**
 * How a row record lies in columns: a component is a column, a record in it more columns, and an
 * {@link Optional} makes them nullable.
 */
sealed interface Shape {
  /** One column. */
  record Column(String name, Scalar scalar) {}

  /** The columns, in the order in which {@link #write} fills and {@link #read} takes them. */
  List<Column> columns();

  /** Writes one value, or null, for each column. */
  void write(@Nullable Object value, BinaryCopy out);

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
      List<Method> accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
      return new Group(constructor, accessors, parts);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(record + " has no canonical constructor", e);
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
  record Leaf(Column column) implements Shape {
    @Override
    public List<Column> columns() {
      return List.of(column);
    }

    @Override
    public void write(@Nullable Object value, BinaryCopy out) {
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
    public void write(@Nullable Object value, BinaryCopy out) {
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
  record Group(Constructor<?> constructor, List<Method> accessors, List<Shape> parts)
      implements Shape {
    @Override
    public List<Column> columns() {
      return parts.stream().flatMap(part -> part.columns().stream()).toList();
    }

    @Override
    public void write(@Nullable Object value, BinaryCopy out) {
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).write(value == null ? null : component(value, i), out);
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

    private @Nullable Object component(Object record, int i) {
      try {
        return accessors.get(i).invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("component " + accessors.get(i) + " of " + record, e);
      }
    }
  }
}
