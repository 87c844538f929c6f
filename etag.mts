import { startTarget } from '/tmp/h12/repo/test/conformance/start-target.ts';
const t = await startTarget(process.argv[2] as any);
try { for (const [p,accept] of [['/apis','application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'],['/api','application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'],['/openapi/v3','application/json'],['/openapi/v3/apis/apps/v1','application/json'],['/openapi/v2','application/json']]) {
 const a = await t.fetch(p,{headers:{accept}}); await a.text(); const tag=a.headers.get('etag');
 for (const m of [tag!, `W/${tag}`, '*', `"x", ${tag}`, '"x"']) { const b = await t.fetch(p,{headers:{accept,'if-none-match':m}}); await b.text();
 console.log(p,m.replace(tag!,'TAG'),b.status,['etag','vary','cache-control','content-type','content-length'].map(h=>h+'='+(b.headers.get(h)===null?'-':h==='etag'||h==='content-length'?'y':b.headers.get(h))).join(' ')); } }
} finally { await t.stop(); }
