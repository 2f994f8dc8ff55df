package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.http.HttpService;

/** Sends one JSON-RPC request at a time over web3j's HTTP service, and sorts what can go wrong. */
final class JsonRpc implements AutoCloseable {
  /** Besu resets the 81st open connection; several services share a node. */
  private static final int REQUESTS_AT_ONCE_MAX = 16;

  private static final Pattern REVERT_DATA =
      Pattern.compile(
          "(\\{.*\"data\"\\s*:\\s*)?\"(?<hex>0x([0-9a-fA-F]{2})*)\"([,}].*)?", Pattern.DOTALL);

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
    return ask(method, params, reader)
        .orElseThrow(
            () ->
                new RetryableException(
                    "chain: "
                        + method
                        + " at "
                        + endpoint.shown()
                        + " answered null: the node does not have that block or its state"));
  }

  /** The result as read; empty where the method means "none (yet)" by null. */
  <T> Optional<T> ask(String method, List<?> params, Function<JsonNode, T> reader) {
    RpcResponse response = exchange(method, params);
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
    slots.acquireUninterruptibly();
    try {
      return service.send(
          new Request<>(method, params, service, RpcResponse.class), RpcResponse.class);
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
