package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Literal answers to eth_getLogs, with whom they are of; the number is how many blocks would do.
 */
final class LimitErrorTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      maxCharsPerColumn = 500,
      value = {
        "Besu -32005 | Requested range exceeds maximum RPC range limit | ",
        "Besu -32603 | Timeout expired | ",
        "Geth -32000 | exceed maximum block range: 5000 | 5000",
        "Geth -32000 | block range greater than 2000 max | 2000",
        "Geth -32002 | request timed out | ",
        "Geth -32003 | response too large | ",
        "Erigon -32602 | query block range exceeds server limit, narrow your filter: 1000 | 1000",
        "Erigon -32000 | query returns too many logs, narrow your filter: 20000 | ",
        "Erigon zkEVM -32005 | block range too large, max range: 1000 | 1000",
        "Nethermind -32005 | Too many logs requested. Max logs per response is 20000. | ",
        "Nethermind -32016 | eth_getLogs request was canceled due to enabled timeout. | ",
        "Reth -32602 | query exceeds max block range 100000 | 100000",
        "Reth -32602 | query exceeds max results 20000, retry with the range 6000000-6000509 | 510",
        "anvil, of its fork -32602 | Log response size exceeded. Based on your parameters and the response size limit, this block range should work: [0x0, 0x721655] | 7476822",
        "Alchemy -32602 | Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0xc5dc00, 0xc614a7] | 14504",
        "Alchemy -32600 | You can make eth_getLogs requests with up to a 500 block range. Based on your parameters, this block range should work: [0x123c9b2, 0x123cba5] | 500",
        "Alchemy -32602 | You can make eth_getLogs requests with up to a 2K block range | 2000",
        "Infura -32005 | query returned more than 10000 results | ",
        "Infura -32005 | query returned more than 10000 results. Try with this block range [0x121B1E2, 0x121B228]. | 71",
        "Infura -32602 | range 1000000 exceeds limit of 10000 | 10000",
        "Infura -32005 | query timeout of 10 seconds exceeded | ",
        "QuickNode -32614 | eth_getLogs is limited to a 10,000 range | 10000",
        "QuickNode -32615 | eth_getLogs is limited to a 5 range | 5",
        "Ankr -32600 | block range is too wide | ",
        "Ankr -32000 | query exceeds max results 20000 | ",
        "Ankr -32602 | maximum [from, to] blocks distance: 3000 | 3000",
        "Cloudflare -32047 | Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 800 | 800",
        "thirdweb -32005 | Maximum allowed number of requested blocks is 3500 | 3500",
        "Coinbase -32000 | please limit the query to at most 1,000 blocks | 1000",
        "BlockPI -32000 | eth_getLogs is limited to 1024 block range | 1024",
        "Blast -32600 | block range 6000 exceeds the range allowed for your plan (6000 > 5000) | 5000",
        "PublicNode -32701 | exceed maximum block range: 50000 | 50000",
        "Moonbeam -32603 | block range is too wide (maximum 1024) | 1024",
        "Merkle -32000 | eth_getLogs range is too large, max is 10k blocks | 10000",
        "Avalanche -32000 | requested too many blocks from 1 to 9999, maximum is set to 2048 | 2048",
        "Morph -32000 | block range is larger than max block range, block range = 5120, max block range = 5000 | 5000",
        "Candle -32600 | block range too high | ",
        "Optimism -32020 | backend response too large | ",
        "Arbitrum -32000 | logs matched by query exceeds limit of 10000 | ",
        "1RPC -32000 | response size should not greater than 10000000 bytes | ",
        "BNB -32005 | limit exceeded | "
      })
  void whatWasTooLargeIsToldApartAndHowMuchWouldDo(String whose, String words, Long blocks) {
    assertThat(LimitError.read(words))
        .as(whose)
        .contains(blocks == null ? OptionalLong.empty() : OptionalLong.of(blocks));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Besu -32602, the node lags | Invalid params",
        "Besu -32603 | Internal error",
        "Besu -32000 | Block not found",
        "Besu -32601 | Method not found",
        "Geth -32000 | invalid block range params",
        "Geth -32000 | header not found",
        "Nethermind -32001 | 8633830 could not be found",
        "Infura -32005 | daily request count exceeded, request rate limited",
        "Infura -32005 | project ID request rate exceeded: too many requests",
        "Alchemy 429 | Your app has exceeded its compute units per second capacity.",
        "QuickNode -32007 | 50/second request limit reached - reduce calls per second: requests per second",
        "Ankr -32005 | too many requests, rate limit exceeded",
        "Cloudflare -32029 | Too many requests"
      })
  void otherErrorsAreNotTakenForIt(String whose, String words) {
    assertThat(LimitError.read(words)).as(whose).isEmpty();
  }
}
