import { createConfig } from "ponder";
import { ballotAbi } from "./abi";

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  chains: { bench: { id: Number(process.env.CHAIN_ID), rpc: process.env.RPC_URL } },
  contracts: {
    Ballot: {
      chain: "bench",
      abi: ballotAbi,
      address: process.env.BALLOT as `0x${string}`,
      startBlock: 1,
    },
  },
});
