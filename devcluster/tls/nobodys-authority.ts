// What stands in `kube-root-ca.crt` while the server speaks plain HTTP.

/**
 * The certificate of an authority that vouches for nobody: its key was thrown away when it was made. It is there because
 * clients inside of a cluster read one, and fail over an empty file before they have sent anything.
 */
export const NOBODYS_AUTHORITY = `\
-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAgMR4wHAYDVQQDExVrdWJld3Jp
Z2h0LXBsYWluLWh0dHAwIBcNMjYwMTAxMDAwMDAwWhgPMjEyNTEyMzEyMzU5NTla
MCAxHjAcBgNVBAMTFWt1YmV3cmlnaHQtcGxhaW4taHR0cDBZMBMGByqGSM49AgEG
CCqGSM49AwEHA0IABIRUWYk+lnnsMM40t6HTWnDZNulVpIxdwVYmd0grX9IFN7c0
LgzlFEk1oXQWK/1S7xJl28OqXer8dEXxcqNU0bqjQjBAMA8GA1UdEwEB/wQFMAMB
Af8wDgYDVR0PAQH/BAQDAgIEMB0GA1UdDgQWBBTxF1B8+6FvulTRwCsG4hp6CCzt
DDAKBggqhkjOPQQDAgNIADBFAiEAo5ycAG5beIARWjoQUCwNKBDplRcRZBfQjIyI
n6FPXVYCIBfftJEq2FTUmQ6fWjYrb/neXtjOlHeJF1ESPFnBXyPt
-----END CERTIFICATE-----
`;
