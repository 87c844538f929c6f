import { CustomResource, Default, type Defaulted, Resource } from 'kubewright';

/**
 * Texts that YAML 1.1 takes for something else: yes, no, on, off.
 * A second line: with a colon # and a hash.
 *
 *   Indented, after an empty line.
 */
export class HazardSpec {
  /** on */
  switch?: 'on' | 'off' | 'yes' | 'no' | 'y' | 'n' | 'true' | 'null' | '~' | '';

  /** 1e3 */
  number?: '1e3' | '0o7' | '0x1' | '017' | '1_000' | '.5' | '12:30:45' | '0B1' | '1.0' | '.inf' | '.NaN';

  /** 2001-01-01 */
  date?: '2001-01-01' | '2001-1-1' | '2001-12-14 21:59:43';

  /** - a list? */
  syntax?: '=' | '<<' | '-' | ': ' | '#' | '&a' | '*a' | '!a' | '|' | '>' | '%' | '@' | '`' | '{' | '[' | '"' | "'";

  /** key: value */
  space?: ' before' | 'after ' | 'a\nb' | '\ttab' | '---' | '...';

  @Default('on')
  on?: Defaulted<string>;

  @Default('0o14')
  off?: Defaulted<string>;

  @Default({ yes: 'no', '1': '2', null: '~', '2001-01-01': '1:30' })
  y?: Defaulted<Record<string, string>>;

  /** `null` is a word here, 'quoted' and "quoted", and this line is so long that another printer would fold it into two or three. */
  null?: string;

  /** 漢字, é and 😀 */
  unicode?: '漢字' | 'é' | '😀';
}

@Resource({ group: 'example.com', version: 'v1', kind: 'Hazard' })
export class Hazard extends CustomResource<HazardSpec> {}
