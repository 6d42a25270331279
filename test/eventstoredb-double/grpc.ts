// The client's own copy of the transport: two copies in one process would not know each other's errors.
import { createRequire } from 'node:module';

export const { Metadata, Server, ServerCredentials, status } = createRequire(require.resolve('@eventstore/db-client'))(
  '@grpc/grpc-js',
) as typeof import('@grpc/grpc-js');
