import { readKannelOptions, KANNEL_USAGE } from '../sms/kannel-options.ts';
import { writeKannelConfig } from '../sms/kannel-config.ts';
import { DRIVER_NAMES } from '../sms/drivers.ts';
import { CHECK_USAGE, checkGateway } from './check-gateway.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs `gateway …` of contract §1. @returns the program's exit code */
export async function runGatewayCommand([command, ...args]: readonly string[], env: Environment): Promise<number> {
  try {
    switch (command) {
      case 'check':
        return await checkGateway(args, env);
      case 'kannel-config':
        process.stdout.write(writeKannelConfig(readKannelOptions(args, env)));
        return 0;
      case undefined:
      case '--help':
        console.log(USAGE);
        return 0;
      default:
        console.error(`expected check or kannel-config, came ${command}\n\n${USAGE}`);
        return 1;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

const USAGE = `Usage: node dist/main.js gateway …

${CHECK_USAGE}

${KANNEL_USAGE}
  Prints kannel.conf for a line to a carrier by SMPP. It holds passwords: send it to a file that only Kannel may read.

The gateways are ${DRIVER_NAMES.join(', ')}.`;
