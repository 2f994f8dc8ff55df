package org.sweetwater.indexer.graphql;

import graphql.schema.idl.SchemaPrinter;
import java.util.Map;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.wrappers.Address;

/** The API's schema as clients see it: with filters, orders and roots, without what is behind. */
public final class SchemaText {
  private SchemaText() {}

  /** The schema in GraphQL's own language, from which typed clients are generated. */
  public static String print() {
    SchemaMaker maker = SchemaMaker.fromResource();
    Wiring wiring =
        new Wiring(maker.catalogue(), new CallDecoder(Map.of()), NothingIndexed.INSTANCE);
    SchemaPrinter.Options options =
        SchemaPrinter.Options.defaultOptions()
            .includeScalarTypes(true)
            .includeDirectives(false)
            .includeDirectiveDefinitions(false);
    return new SchemaPrinter(options).print(maker.make(wiring.make()));
  }

  /** A schema is printed without an indexer; nobody asks. */
  private enum NothingIndexed implements IndexingState {
    INSTANCE;

    @Override
    public boolean hasErrors() {
      return false;
    }

    @Override
    public long finalBlock() {
      return -1;
    }

    @Override
    public Address ballot() {
      return Address.ZERO;
    }
  }
}
