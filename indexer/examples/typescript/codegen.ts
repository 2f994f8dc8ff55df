import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../schema.graphqls',
  documents: 'src/*.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        // As the API writes them: numbers of any size as digits, bytes as 0x and hex digits.
        scalars: {
          BigInt: 'string',
          Bytes: '`0x${string}`',
          Timestamp: 'number',
        },
        onlyOperationTypes: true,
        skipTypename: true,
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
