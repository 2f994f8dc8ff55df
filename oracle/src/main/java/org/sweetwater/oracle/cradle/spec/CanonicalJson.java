package org.sweetwater.oracle.cradle.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Arrays;
import org.sweetwater.wrappers.Hash32;

/** Canonical JSON: sorted keys, no white space, UTF-8, nothing that is absent. */
public final class CanonicalJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(16).build())
                  .build())
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addSerializer(Hash32.class, new HashWriter())
                  .addDeserializer(Hash32.class, new HashReader()))
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private CanonicalJson() {}

  /** The canonical bytes of a value. */
  public static byte[] of(Object value) {
    try {
      return MAPPER.writeValueAsBytes(MAPPER.treeToValue(MAPPER.valueToTree(value), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  /** Reads a value that was checked before. */
  static <T> T convert(JsonNode json, Class<T> type) {
    return MAPPER.convertValue(json, type);
  }

  static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads what {@link #of} wrote, and nothing else.
   *
   * @throws SpecException when the bytes are not the canonical form of such a value
   */
  public static <T> T parse(byte[] bytes, Class<T> type) {
    T value;
    try {
      value = MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      if (e.getCause() instanceof SpecException problem) {
        throw problem;
      }
      throw new SpecException(
          "", "not a canonical %s: %s".formatted(type.getSimpleName(), e.getMessage()));
    }
    // The JSON text null is read as null.
    if (value == null || !Arrays.equals(of(value), bytes)) {
      throw new SpecException("", "not the canonical form of this " + type.getSimpleName());
    }
    return value;
  }

  private static final class HashWriter extends JsonSerializer<Hash32> {
    @Override
    public void serialize(Hash32 hash, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(hash.hex());
    }
  }

  private static final class HashReader extends JsonDeserializer<Hash32> {
    @Override
    public Hash32 deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Hash32.parse(in.getText());
      } catch (IllegalArgumentException e) {
        throw new JsonMappingException(in, "expected 0x and 64 hex digits", e);
      }
    }
  }
}
