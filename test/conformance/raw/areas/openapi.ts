// OpenAPI documents; their bodies are long, so what is asked is whether and how they are answered.
import { type Area, area, ask, scenario } from '../scenario.js';

const questions = area(
  'openapi',
  scenario(
    'how documents are answered',
    ask('the head of the index', 'HEAD /openapi/v3'),
    ask('the head of a document', 'HEAD /openapi/v3/apis/apps/v1'),
    ask('a document with a hash that is not its own', 'HEAD /openapi/v3/apis/apps/v1?hash=0'),
    ask('a document of a group that is not there', 'GET /openapi/v3/apis/nothing.example.dev/v1'),
    ask('a small document', 'GET /openapi/v3/version'),
    ask('the second version as JSON', 'HEAD /openapi/v2', undefined, { headers: { accept: 'application/json' } }),
    ask('the second version as protobuf', 'HEAD /openapi/v2', undefined, {
      headers: { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' },
    }),
  ),
);

export const openapi: Area = { ...questions, alone: true };
