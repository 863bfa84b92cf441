import { render } from 'preact';

render(<p>Thaw</p>, document.body);
