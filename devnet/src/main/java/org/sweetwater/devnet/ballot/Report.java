package org.sweetwater.devnet.ballot;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * An answer, for people line by line, for machines as one JSON object.
 *
 * @param facts what the lines were made of, by name
 */
record Report(String title, List<Line> lines, Map<String, Object> facts) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .addModule(
              new SimpleModule()
                  .addSerializer(Address.class, ToStringSerializer.instance)
                  .addSerializer(Hash32.class, ToStringSerializer.instance)
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(
                      Bytes.class, writer((bytes, json) -> json.writeString(bytes.hex())))
                  .addSerializer(
                      Duration.class, writer((span, json) -> json.writeNumber(span.toSeconds())))
                  .addSerializer(Optional.class, writer(Report::writeOptional)))
          .build();

  void print(PrintWriter out, boolean isForMachines) {
    out.println(isForMachines ? json() : text());
    out.flush();
  }

  private String text() {
    StringBuilder text = new StringBuilder(title);
    for (Line line : lines) {
      text.append("%n%-11s %s".formatted("[" + line.source().label() + "]", line.text()));
    }
    return text.toString();
  }

  private String json() {
    Map<String, Object> object = new LinkedHashMap<>(facts);
    object.put("lines", lines);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is no JSON: " + facts.keySet(), e);
    }
  }

  private static void writeOptional(Object value, JsonGenerator json) throws IOException {
    Optional<?> optional = (Optional<?>) value;
    if (optional.isPresent()) {
      json.writePOJO(optional.get());
    } else {
      json.writeNull();
    }
  }

  private interface Write<T> {
    void to(T value, JsonGenerator json) throws IOException;
  }

  private static <T> JsonSerializer<T> writer(Write<T> write) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        write.to(value, json);
      }
    };
  }
}
