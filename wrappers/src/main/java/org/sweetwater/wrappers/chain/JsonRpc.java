package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.http.HttpService;

/** Sends JSON-RPC requests over web3j's HTTP service, and sorts what can go wrong. */
final class JsonRpc implements AutoCloseable {
  /** Besu resets the 81st open connection; several services share a node. */
  private static final int REQUESTS_AT_ONCE_MAX = 16;

  private static final Pattern REVERT_DATA =
      Pattern.compile(
          "(\\{.*\"data\"\\s*:\\s*)?\"(?<hex>0x([0-9a-fA-F]{2})*)\"([,}].*)?", Pattern.DOTALL);
  private static final ObjectMapper JSON = ObjectMapperFactory.getObjectMapper();
  private static final ObjectReader MANY_OR_ONE =
      JSON.readerForListOf(RpcResponse.class)
          .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);

  private static final int METHOD_NOT_FOUND = -32601;
  private static final int METHOD_NOT_ENABLED = -32604;

  private final RpcEndpoint endpoint;
  private final OkHttpClient http;
  private final HttpService service;
  private final Semaphore slots = new Semaphore(REQUESTS_AT_ONCE_MAX);

  JsonRpc(RpcEndpoint endpoint) {
    this.endpoint = endpoint;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(endpoint.connectTimeout())
            .readTimeout(endpoint.readTimeout())
            .addInterceptor(JsonRpc::judgeStatus)
            .build();
    this.service = new HttpService(endpoint.url().toString(), http);
  }

  RpcEndpoint endpoint() {
    return endpoint;
  }

  /** The result as read; a null one is a failure: nodes answer null for state they lack. */
  <T> T require(String method, List<?> params, Function<JsonNode, T> reader) {
    return ask(method, params, reader).orElseThrow(() -> missing(method));
  }

  /** The failure of a null where a result was needed. */
  RetryableException missing(String method) {
    return new RetryableException(
        "chain: "
            + method
            + " at "
            + endpoint.shown()
            + " answered null: the node does not have that block or its state");
  }

  /** The result as read; empty where the method means "none (yet)" by null. */
  <T> Optional<T> ask(String method, List<?> params, Function<JsonNode, T> reader) {
    return read(method, exchange(method, params), reader);
  }

  /**
   * As {@link #require} for several requests of one method that travel together: what each of them
   * gave, in their order. Each may fail by itself.
   *
   * @param params one list for each request
   */
  <T> List<Supplier<T>> requireAll(
      String method, List<List<?>> params, Function<JsonNode, T> reader) {
    return exchangeAll(method, params).stream()
        .<Supplier<T>>map(
            response -> () -> read(method, response, reader).orElseThrow(() -> missing(method)))
        .toList();
  }

  private <T> Optional<T> read(String method, RpcResponse response, Function<JsonNode, T> reader) {
    if (response.hasError()) {
      throw refused(method, response.rpcError());
    }
    JsonNode result = response.getResult();
    if (result == null || result.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(result));
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      throw unreadable(method, malformed);
    }
  }

  /** Retryable: behind a load balancer one node may be odd while another is not. */
  private RetryableException unreadable(String method, Exception malformed) {
    return new RetryableException(
        "chain: cannot read what "
            + endpoint.shown()
            + " answered to "
            + method
            + ": "
            + RpcError.oneLine(String.valueOf(malformed.getMessage())),
        malformed);
  }

  /**
   * As {@link #require}, with the result read from the answer's tokens while it arrives: for
   * answers that may be large.
   */
  <T> T requireStreamed(String method, List<?> params, AnswerStream.ResultReader<T> reader) {
    return askStreamed(method, params, reader).orElseThrow(() -> missing(method));
  }

  /** As {@link #ask}, with the result read from the answer's tokens. */
  <T> Optional<T> askStreamed(String method, List<?> params, AnswerStream.ResultReader<T> reader) {
    List<AnswerStream.Answer<T>> answers = streamed(method, request(method, params), reader);
    if (answers.size() != 1) {
      throw incomplete(method, 1, answers.size());
    }
    AnswerStream.Answer<T> answer = answers.getFirst();
    answer.error().ifPresent(error -> raise(method, error));
    return answer.result();
  }

  /**
   * As {@link #ask} for several requests of one method that travel together, with the results read
   * from the answer's tokens: in the order of the requests. Fails when one of them did.
   *
   * @param params one list for each request
   */
  <T> List<Optional<T>> askAllStreamed(
      String method, List<List<?>> params, AnswerStream.ResultReader<T> reader) {
    if (params.size() == 1) {
      return List.of(askStreamed(method, params.getFirst(), reader));
    }
    List<Request<?, RpcResponse>> requests =
        params.stream().<Request<?, RpcResponse>>map(each -> request(method, each)).toList();
    Map<Long, Optional<T>> byId = new HashMap<>();
    for (AnswerStream.Answer<T> answer : streamed(method, requests, reader)) {
      // Besu refuses a whole batch by one error without an id.
      answer.error().ifPresent(error -> raise(method, error));
      byId.put(answer.id(), answer.result());
    }
    List<Optional<T>> answers =
        requests.stream().map(Request::getId).map(byId::get).filter(Objects::nonNull).toList();
    if (answers.size() != requests.size()) {
      throw incomplete(method, requests.size(), answers.size());
    }
    return answers;
  }

  private void raise(String method, RpcError error) {
    throw refused(method, error);
  }

  private <T> List<AnswerStream.Answer<T>> streamed(
      String method, Object request, AnswerStream.ResultReader<T> reader) {
    return send(
        method,
        () -> {
          try {
            return post(request, body -> AnswerStream.read(body, reader));
          } catch (JacksonException | IllegalArgumentException | ArithmeticException malformed) {
            throw unreadable(method, malformed);
          }
        });
  }

  private RuntimeException refused(String method, RpcError error) {
    RpcErrorException exception = new RpcErrorException(endpoint, method, error);
    if (error.code() == METHOD_NOT_FOUND || error.code() == METHOD_NOT_ENABLED) {
      return new FatalException(
          exception.getMessage() + ": enable the ETH, NET and WEB3 APIs of the node", exception);
    }
    return exception;
  }

  private RpcResponse exchange(String method, List<?> params) {
    return send(method, () -> service.send(request(method, params), RpcResponse.class));
  }

  private Request<?, RpcResponse> request(String method, List<?> params) {
    return new Request<>(method, params, service, RpcResponse.class);
  }

  /** The answers in the order of the requests, whatever order the node gives them in. */
  private List<RpcResponse> exchangeAll(String method, List<List<?>> params) {
    List<Request<?, RpcResponse>> requests =
        params.stream().<Request<?, RpcResponse>>map(each -> request(method, each)).toList();
    Set<Long> ids = requests.stream().map(Request::getId).collect(Collectors.toSet());
    Map<Long, RpcResponse> byId = new HashMap<>();
    for (RpcResponse response :
        send(method, () -> post(requests, MANY_OR_ONE::<List<RpcResponse>>readValue))) {
      if (response.hasError() && !ids.contains(response.getId())) {
        // Besu refuses a whole batch by one error without an id.
        throw refused(method, response.rpcError());
      }
      byId.put(response.getId(), response);
    }
    List<RpcResponse> answers =
        requests.stream().map(Request::getId).map(byId::get).filter(Objects::nonNull).toList();
    if (answers.size() != requests.size()) {
      throw incomplete(method, requests.size(), answers.size());
    }
    return answers;
  }

  private RetryableException incomplete(String method, int expected, int found) {
    return new RetryableException(
        "chain: expected %d answers to a batch of %s from %s, found %d"
            .formatted(expected, method, endpoint.shown(), found));
  }

  /** Reads the body of an answer. */
  private interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /** Sends a request, or a list of them, past web3j. */
  private <T> T post(Object requests, BodyReader<T> reader) throws IOException {
    RequestBody body =
        RequestBody.create(JSON.writeValueAsBytes(requests), HttpService.JSON_MEDIA_TYPE);
    okhttp3.Request request =
        new okhttp3.Request.Builder().url(endpoint.url().toString()).post(body).build();
    try (Response response = http.newCall(request).execute()) {
      ResponseBody answer = response.body();
      return reader.read(answer == null ? InputStream.nullInputStream() : answer.byteStream());
    }
  }

  /** One exchange over HTTP. */
  private interface Exchange<T> {
    T run() throws IOException;
  }

  private <T> T send(String method, Exchange<T> exchange) {
    slots.acquireUninterruptibly();
    try {
      return exchange.run();
    } catch (StatusException status) {
      throw judged(method, status);
    } catch (IOException unreachable) {
      throw new RetryableException(
          "chain: cannot reach "
              + endpoint.shown()
              + " ("
              + RpcError.oneLine(String.valueOf(unreachable.getMessage()))
              + "): start the node, or correct chain.rpcUrl",
          unreachable);
    } finally {
      slots.release();
    }
  }

  private RuntimeException judged(String method, StatusException status) {
    String message =
        "chain: " + method + " at " + endpoint.shown() + " got HTTP " + status.getMessage();
    return switch (status.code) {
      case 401, 403 ->
          new FatalException(
              message + ": check the key in chain.rpcUrl and the node's host allow-list", status);
      case 404, 405 ->
          new FatalException(message + ": chain.rpcUrl is not a JSON-RPC endpoint", status);
      default -> new RetryableException(message, status);
    };
  }

  /** Besu answers a malformed request with HTTP 400 and a JSON-RPC body: let the body speak. */
  private static Response judgeStatus(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.isSuccessful()) {
      return response;
    }
    String text;
    try (ResponseBody body = response.body()) {
      text = body == null ? "" : body.string();
    }
    if (response.code() == 400 && text.contains("\"jsonrpc\"")) {
      ResponseBody copy = ResponseBody.create(text, MediaType.get("application/json"));
      return response.newBuilder().code(200).body(copy).build();
    }
    throw new StatusException(response.code(), text);
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  /** A JSON-RPC answer with its result left as it came. */
  static final class RpcResponse extends org.web3j.protocol.core.Response<JsonNode> {
    RpcError rpcError() {
      Error error = getError();
      String message = String.valueOf(error.getMessage());
      return new RpcError(error.getCode(), message, revertBytes(error.getData()));
    }

    /**
     * web3j keeps {@code data} as JSON text: a string of hex digits, an object that holds one under
     * the same name (Hardhat), or something that is no revert.
     */
    private static Bytes revertBytes(@Nullable String json) {
      Matcher hex = REVERT_DATA.matcher(String.valueOf(json));
      return hex.matches() ? Bytes.parse(hex.group("hex")) : Bytes.EMPTY;
    }
  }

  /** An HTTP status that no JSON-RPC answer came with. */
  private static final class StatusException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int code;

    StatusException(int code, String body) {
      super(code + " " + RpcError.oneLine(body));
      this.code = code;
    }
  }
}
