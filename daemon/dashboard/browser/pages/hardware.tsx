// What this machine can do, and what is wrong with it.
import type { Device, Hardware } from '../../../../shared/hardware.ts';
import { bytes, fixed } from '../../../../shared/words.ts';
import { useClient } from '../../../../shared/panel/client.tsx';
import { Command, Failure } from '../../../../shared/panel/failure.tsx';
import { Icon } from '../../../../shared/panel/icon.tsx';
import { useStrings } from '../../../../shared/panel/language.tsx';
import { momentName } from '../../../../shared/panel/naming.ts';
import { Badge, Button, Scroll, Section, Skeleton } from '../../../../shared/panel/parts.tsx';
import { useAction, useCall } from '../../../../shared/panel/use-call.ts';
import own from './hardware.module.css';
import css from './page.module.css';

export function HardwarePage() {
  const client = useClient(), { hardware: words, code } = useStrings(), action = useAction();
  const known = useCall(() => client.hardware({}), []);
  const machine = known.value;
  const measure = (): void => action.run(() => client.hardware({ measure: true }).then(known.again));
  return (
    <div className={css.page}>
      <div className={css.head}>
        <h1>{words.title}</h1>
        <div className={css.row}>
          {machine && <span className="muted small">{words.measured(momentName(machine.measuredAt, code))}</span>}
          <Button icon="retry" disabled={action.busy} onClick={measure}>{action.busy ? words.measuring : words.measure}</Button>
        </div>
      </div>
      {action.failure && <Failure error={action.failure} />}
      {known.failure && <Failure error={known.failure} onAgain={known.again} />}
      {machine ? <Machine machine={machine} /> : !known.failure && <Skeleton lines={6} />}
      <Health />
      <Models />
    </div>
  );
}

function Machine({ machine }: { readonly machine: Hardware }) {
  const { hardware: words, units } = useStrings();
  return (
    <>
      <Section title={words.machine} className={css.card}>
        <dl className={css.pairs}>
          <dt>{words.processor}</dt><dd>{machine.cpu}, {words.cores(machine.cores)}</dd>
          <dt>{words.tier}</dt><dd>{words.tiers[machine.tier]}</dd>
          <dt>{words.memoryName}</dt><dd>{words.memory(bytes(machine.freeBytes, units), bytes(machine.memoryBytes, units))}</dd>
        </dl>
      </Section>
      <Section title={words.devices}><ul className={own.devices}>{machine.devices.map((device) => <DeviceCard key={device.id} device={device} />)}</ul></Section>
      <div className={css.two}>
        <Section title={words.throughput} className={css.card}>
          <Scroll label={words.throughput}>
            <table className={css.table}>
              <thead><tr><th scope="col">{words.model}</th><th scope="col">{words.provider}</th><th scope="col">{words.precision}</th><th scope="col">{words.speed}</th></tr></thead>
              <tbody>{machine.throughput.map((one) => <tr key={`${one.model} ${one.provider} ${one.precision}`}><td>{one.model}</td><td>{one.provider}</td><td>{one.precision}</td><td className="numbers">{fixed(one.secondsPerMegapixel, 3, units)} s</td></tr>)}</tbody>
            </table>
          </Scroll>
        </Section>
        <Section title={words.encoders} className={css.card}><Encoders machine={machine} /></Section>
      </div>
      <Section title={words.filters} className={css.card} aside={<span className="muted small">{words.megapixels}</span>}>
        <ul className={own.filters}>{Object.entries(machine.filterMegapixels).sort(([, a], [, b]) => b - a).map(([name, speed]) => <li key={name}><code>{name}</code><span className="numbers">{fixed(speed, speed < 10 ? 1 : 0, units)}</span></li>)}</ul>
      </Section>
    </>
  );
}

function DeviceCard({ device }: { readonly device: Device }) {
  const { hardware: words, units } = useStrings();
  return (
    <li className={css.card}>
      <div className={own.deviceHead}><h3>{device.title}</h3><Badge tone={device.proven ? 'good' : 'neutral'} icon={device.proven ? 'good' : undefined}>{device.proven ? words.proven : words.notProven}</Badge></div>
      <p className="muted small">{[device.provider, device.memoryBytes > 0 ? words.memory(bytes(device.freeBytes, units), bytes(device.memoryBytes, units)) : null].filter(Boolean).join(', ')}</p>
      <p className="small">{device.why}</p>
    </li>
  );
}

function Encoders({ machine }: { readonly machine: Hardware }) {
  const { hardware: words } = useStrings();
  const proven = machine.encoders.filter((one) => one.proven), families = [...new Map(machine.encoders.filter((one) => !one.proven).map((one) => [one.device, one])).values()];
  return (
    <>
      {proven.length === 0 && <p>{words.noEncoders}</p>}
      <ul className={own.encoders}>
        {proven.map(({ encoder, codec }) => <li key={encoder}><Badge tone="good" icon="good">{codec}</Badge> <code>{encoder}</code></li>)}
        {families.map(({ device, why }) => <li key={device} className="muted small"><code>{device}</code>: {why}</li>)}
      </ul>
    </>
  );
}

function Health() {
  const client = useClient(), { hardware: words } = useStrings();
  const { value, failure, again } = useCall(() => client.doctor({}), []);
  return (
    <Section title={words.health} className={css.card}>
      {failure && <Failure error={failure} onAgain={again} />}
      {!value && !failure && <Skeleton />}
      <ul className={own.findings}>
        {value?.map(({ what, ok, says, mend }) => (
          <li key={what} className={ok ? own.ok : own.trouble}>
            <Icon name={ok ? 'good' : 'warn'} />
            <div><p><strong>{what}</strong> {says}</p>{mend && (mend.startsWith('framewright ') ? <Command text={mend} /> : <p className="muted">{mend}</p>)}</div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Models() {
  const client = useClient(), { hardware: words, units } = useStrings();
  const { value, failure, again } = useCall(() => client.models({}), []);
  return (
    <Section title={words.models} className={css.card}>
      {failure && <Failure error={failure} onAgain={again} />}
      {!value && !failure && <Skeleton />}
      <ul className={own.findings}>
        {value?.map((model) => (
          <li key={model.id} className={model.installed ? own.ok : own.trouble}>
            <Icon name={model.installed ? 'good' : 'info'} />
            <div><p><strong>{model.title}</strong></p><p className="muted small">{[model.task, bytes(model.bytes, units), model.licence, model.commercialUse ? words.commercial : words.notCommercial, model.installed ? words.here : words.notHere].join(' · ')}</p></div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
