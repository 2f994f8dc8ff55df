package org.sweetwater.oracle.cradle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * An archive in IPFS, by the RPC API of a Kubo node. Each content is one raw block whose CID is
 * computed from its hash, so that nothing but the hash need be known to find it.
 *
 * <p>Blocks above 1 MiB (2 MiB in newer nodes) are kept, but IPFS nodes do not pass them on to each
 * other; who wants such a result asks the node that has it.
 *
 * <p>Tested against a fake of the API only, not yet against a real Kubo.
 *
 * @see <a href="https://docs.ipfs.tech/reference/kubo/rpc/">Kubo RPC API v0</a>
 */
public final class IpfsArchive implements Archive {
  /** How long a node looks for a content among its peers. */
  private static final Duration SEARCH = Duration.ofSeconds(20);

  /** How long the whole answer may take: a search, and four megabytes over a slow line. */
  private static final Duration ANSWER = Duration.ofSeconds(40);

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** What nodes say when nobody has a block, offline and at the end of a search. */
  private static final List<String> ABSENT =
      List.of("not found", "could not find", "context deadline exceeded");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI node;
  private final Duration search;
  private final Duration answer;
  private final HttpClient http;

  /**
   * An archive in an IPFS node.
   *
   * @param node for example {@code http://127.0.0.1:5001}
   * @throws FatalException when the address has more parts than that
   */
  public IpfsArchive(URI node) {
    this(node, SEARCH, ANSWER);
  }

  IpfsArchive(URI node, Duration search, Duration answer) {
    boolean isPlain = node.getHost() != null && node.getRawUserInfo() == null;
    if (!isPlain || node.getRawQuery() != null || !List.of("", "/").contains(node.getRawPath())) {
      // The address itself may hold a key, so it is not shown.
      throw new FatalException(
          "archive: expected scheme, host and port of an IPFS node, as http://127.0.0.1:5001, found other parts");
    }
    this.node = node;
    this.search = search;
    this.answer = answer;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  @Override
  public Hash32 put(byte[] content) {
    Hash32 hash = Content.hash(content);
    String boundary = "sweetwater-" + UUID.randomUUID();
    HttpResponse<byte[]> response =
        post(
            "block/put?cid-codec=raw&mhtype=keccak-256&allow-big-block=true&pin=true",
            "multipart/form-data; boundary=" + boundary,
            form(boundary, content));
    if (response.statusCode() != 200) {
      throw refused("block/put", response);
    }
    String kept = json(response).path("Key").asText();
    String expected = Cid.of(hash);
    if (!kept.equals(expected)) {
      throw new FatalException(
          "archive: expected %s to keep %s, found that it kept %s; is it a Kubo node?"
              .formatted(node, expected, shown(kept)));
    }
    return hash;
  }

  private static BodyPublisher form(String boundary, byte[] content) {
    String head =
        """
        --%s\r
        Content-Disposition: form-data; name="file"; filename="content"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(boundary);
    return BodyPublishers.concat(
        BodyPublishers.ofString(head, UTF_8),
        BodyPublishers.ofByteArray(content),
        BodyPublishers.ofString("\r\n--%s--\r\n".formatted(boundary), UTF_8));
  }

  /** {@inheritDoc} A node cannot know that nobody has it: it gives up after 20 seconds. */
  @Override
  public Optional<byte[]> find(Hash32 hash) {
    String cid = Cid.of(hash);
    HttpResponse<byte[]> response =
        post(
            "block/get?arg=%s&timeout=%dms".formatted(cid, search.toMillis()),
            "application/octet-stream",
            BodyPublishers.noBody());
    if (response.statusCode() == 200) {
      return Optional.of(Content.verified(response.body(), hash, node + " as " + cid));
    }
    String message = json(response).path("Message").asText();
    if (ABSENT.stream().anyMatch(message::contains)) {
      return Optional.empty();
    }
    throw refused("block/get", response);
  }

  private HttpResponse<byte[]> post(String command, String type, BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve("/api/v0/" + command))
            .timeout(answer)
            .header("Content-Type", type)
            .header("User-Agent", "sweetwater-oracle")
            .POST(body)
            .build();
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Archive.BYTES_MAX));
    try {
      // The request's own time-out may end with the head; a slow body must not hold us.
      return response.get(answer.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RetryableException(
          "archive: no whole answer from %s within %s".formatted(node, answer), e);
    } catch (ExecutionException e) {
      throw new RetryableException(
          "archive: no answer from %s (%s); start the IPFS node, or correct the address"
              .formatted(node, shown(String.valueOf(e.getCause()))),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("archive: interrupted while asking " + node, e);
    } finally {
      response.cancel(true);
    }
  }

  /** Kubo answers every error of its own with 500; other codes are other servers'. */
  private RuntimeException refused(String command, HttpResponse<byte[]> response) {
    String found =
        "archive: expected 200 from %s for %s, found %d %s"
            .formatted(
                node, command, response.statusCode(), shown(new String(response.body(), UTF_8)));
    return response.statusCode() >= 500 || response.statusCode() == 429
        ? new RetryableException(found)
        : new FatalException(found + "; is it the RPC API of a Kubo node?");
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      // The caller says what it expected, and shows what came.
      return MissingNode.getInstance();
    }
  }

  /** Text of others, in one short line. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return '"' + (line.length() <= 200 ? line : line.substring(0, 200) + "…") + '"';
  }
}
