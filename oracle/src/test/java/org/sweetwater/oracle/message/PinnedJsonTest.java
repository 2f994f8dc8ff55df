package org.sweetwater.oracle.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values were printed by Node's JSON.stringify(JSON.parse(text)). */
class PinnedJsonTest {
  @ParameterizedTest
  @CsvSource({
    "1,1",
    "-0,0",
    "1.0,1",
    "-1.50,-1.5",
    "1e21,1e+21",
    "123456789012345678901,123456789012345680000",
    "999999999999999999999,1e+21",
    "1e20,100000000000000000000",
    "0.000001,0.000001",
    "0.0000001,1e-7",
    "1.25e-9,1.25e-9",
    "5e-324,5e-324",
    "1.7976931348623157e308,1.7976931348623157e+308",
    "9007199254740993,9007199254740992",
    "0.1,0.1",
    "1e-400,0",
    "2e-3,0.002",
    "-12345.678,-12345.678"
  })
  void writesNumbersAsJavaScriptDoes(String json, String expected) throws Exception {
    assertThat(PinnedJson.write(new JsonMapper().readTree(json))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"1\":0,\"2\":0,\"10\":0,\"b\":0,\"a\":0,\"01\":0,\"-1\":0,\"4294967295\":0}",
        "[true,false,null,\"\",[],{}]",
        "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\u007f\u2028é😀\"",
        "\"\\ud800\\udc00x\\udbff\"",
      })
  void leavesCanonicalTextAsItIs(String json) throws Exception {
    String canonical = json.replace("\\ud800\\udc00", "\ud800\udc00");
    assertThat(PinnedJson.write(new JsonMapper().readTree(json))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"b\":1,\"2\":2,\"1\":3}|{\"1\":3,\"2\":2,\"b\":1}",
        "{ \"a\" : [ 1 , 2 ] }|{\"a\":[1,2]}",
        "\"\\u0041\\/\"|\"A/\""
      })
  void normalisesAsJavaScriptDoes(String json, String expected) throws Exception {
    assertThat(PinnedJson.write(new JsonMapper().readTree(json))).isEqualTo(expected);
  }
}
