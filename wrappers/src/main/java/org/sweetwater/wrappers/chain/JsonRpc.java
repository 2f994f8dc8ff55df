package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
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

  private RetryableException missing(String method) {
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
      // Retryable: behind a load balancer one node may be odd while another is not.
      throw new RetryableException(
          "chain: cannot read what "
              + endpoint.shown()
              + " answered to "
              + method
              + ": "
              + RpcError.oneLine(String.valueOf(malformed.getMessage())),
          malformed);
    }
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
    for (RpcResponse response : send(method, () -> post(requests))) {
      if (response.hasError() && !ids.contains(response.getId())) {
        // Besu refuses a whole batch by one error without an id.
        throw refused(method, response.rpcError());
      }
      byId.put(response.getId(), response);
    }
    List<RpcResponse> answers =
        requests.stream().map(Request::getId).map(byId::get).filter(Objects::nonNull).toList();
    if (answers.size() != requests.size()) {
      throw new RetryableException(
          "chain: expected %d answers to a batch of %s from %s, found %d"
              .formatted(requests.size(), method, endpoint.shown(), answers.size()));
    }
    return answers;
  }

  private List<RpcResponse> post(List<Request<?, RpcResponse>> requests) throws IOException {
    RequestBody body =
        RequestBody.create(JSON.writeValueAsBytes(requests), HttpService.JSON_MEDIA_TYPE);
    okhttp3.Request request =
        new okhttp3.Request.Builder().url(endpoint.url().toString()).post(body).build();
    try (Response response = http.newCall(request).execute()) {
      ResponseBody answer = response.body();
      return answer == null ? List.of() : MANY_OR_ONE.readValue(answer.byteStream());
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
