import { guardian } from './guardian';
import { verbs } from './verbs';

void guardian(process.argv.slice(2), verbs).then((code) => {
  process.exitCode = code;
});
