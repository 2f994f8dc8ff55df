package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import org.sweetwater.oracle.message.Choice;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.wrappers.Hash32;

/**
 * The archive's text form of a signed message: the components of its record by name, which are all
 * signed values and what is needed to hash them again. Rows are never rewritten, so a component
 * keeps its name, and a new one needs a default.
 */
final class MessageJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Hash32.class, ToStringSerializer.instance)
                  .addDeserializer(Hash32.class, new HashReader()))
          .addMixIn(Choice.class, ChoiceNames.class)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MessageJson() {}

  static String write(SnapshotMessage message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("message " + message.id() + " has no JSON form", e);
    }
  }

  /** The message that {@link #write} wrote; anything else in the archive is a defect. */
  static <M extends SnapshotMessage> M read(String json, Class<M> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "archive: expected a %s, found %s"
              .formatted(type.getSimpleName(), e.getOriginalMessage()),
          e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Choice.Index.class, name = "index"),
    @JsonSubTypes.Type(value = Choice.Indices.class, name = "indices"),
    @JsonSubTypes.Type(value = Choice.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Choice.Quirk.class, name = "quirk")
  })
  private interface ChoiceNames {}

  private static final class HashReader extends FromStringDeserializer<Hash32> {
    private static final long serialVersionUID = 1L;

    HashReader() {
      super(Hash32.class);
    }

    @Override
    protected Hash32 _deserialize(String text, DeserializationContext context) {
      return Hash32.parse(text);
    }
  }
}
