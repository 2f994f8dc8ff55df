import { createConfig } from "ponder";
import { http } from "viem";
import { ballotAbi } from "./abi";

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  networks: {
    bench: { chainId: Number(process.env.CHAIN_ID), transport: http(process.env.RPC_URL) },
  },
  contracts: {
    Ballot: {
      network: "bench",
      abi: ballotAbi,
      address: process.env.BALLOT as `0x${string}`,
      startBlock: 1,
    },
  },
});
