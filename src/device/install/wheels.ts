import { TENSORFLOW_VERSION, type Variant } from '../tensorflow/layout.js';

/** A version of a package on PyPI, and the SHA-256 of each of its wheels that may be taken. */
export interface Pinned {
  readonly name: string;
  readonly version: string;
  readonly sha256: readonly string[];
}

/** TensorFlow for this machine. Only x86 has the smaller package without CUDA under its own name. */
export function tensorflowWheel(variant: Variant, platform: string, arch: string): Pinned {
  const isSmall = variant === 'cpu' && platform !== 'darwin' && arch === 'x64';
  return isSmall
    ? pinned(
        'tensorflow-cpu',
        TENSORFLOW_VERSION,
        'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
      )
    : pinned(
        'tensorflow',
        TENSORFLOW_VERSION,
        // Linux on x86 and ARM, macOS on ARM; of Python 3.11, as all wheels here.
        '481499fd0f824583de8945be61d5e827898cdaa4f5ea1bc2cc28ca2ccff8229e',
        '3e9568c8efcb05c0266be223e3269c62ebf7ad3498f156438311735f6fa5ced5',
        '5f964016c5035d09b85a246a6b739be89282a7839743f3ea63640224f0c63aee',
      );
}

/** The CUDA libraries that TensorFlow's extra `and-cuda` asks for: the x86 wheel, and the ARM one. */
export const CUDA_WHEELS: readonly Pinned[] = [
  pinned(
    'nvidia-cublas-cu12',
    '12.9.3.13',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    '918a8781956115d34b1db49e0e7b7befba8d101661c4b560ed4d42e0e17bebc3',
  ),
  pinned(
    'nvidia-cuda-cupti-cu12',
    '12.9.79',
    '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f',
    '791853b030602c6a11d08b5578edfb957cadea06e9d3b26adbf8d036135a4afe',
  ),
  pinned(
    'nvidia-cuda-nvcc-cu12',
    '12.9.86',
    '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    '44e1eca4d08926193a558d2434b1bf83d57b4d5743e0c431c0c83d51da1df62b',
  ),
  pinned(
    'nvidia-cuda-nvrtc-cu12',
    '12.9.86',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    '096d4de6bda726415dfaf3198d4f5c522b8e70139c97feef5cd2ca6d4cd9cead',
  ),
  pinned(
    'nvidia-cuda-runtime-cu12',
    '12.9.79',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    '83469a846206f2a733db0c42e223589ab62fd2fabac4432d2f8802de4bded0a4',
  ),
  pinned(
    'nvidia-cudnn-cu12',
    '9.28.0.42',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    'f88db8fc1a0a5f458e19aa7b08fbe3500aeb9e2bb8dea6293ecbce170364ad72',
  ),
  pinned(
    'nvidia-cufft-cu12',
    '11.4.1.4',
    'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    '1a28c9b12260a1aa7a8fd12f5ebd82d027963d635ba82ff39a1acfa7c4c0fbcf',
  ),
  pinned(
    'nvidia-curand-cu12',
    '10.3.10.19',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
    'de663377feb1697e1d30ed587b07d5721fdd6d2015c738d7528a6002a6134d37',
  ),
  pinned(
    'nvidia-cusolver-cu12',
    '11.7.5.82',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    '62efa83e4ace59a4c734d052bb72158e888aa7b770e1a5f601682f16fe5b4fd2',
  ),
  pinned(
    'nvidia-cusparse-cu12',
    '12.5.10.65',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    '221c73e7482dd93eda44e65ce567c031c07e2f93f6fa0ecd3ba876a195023e83',
  ),
  pinned(
    'nvidia-nccl-cu12',
    '2.32.3',
    'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
    '061af42ae1044816820e16b872075e243d1ac0656f51860fbc8e106c257aa83a',
  ),
  pinned(
    'nvidia-nvjitlink-cu12',
    '12.9.86',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    '994a05ef08ef4b0b299829cde613a424382aff7efb08a7172c1fa616cc3af2ca',
  ),
];

/** A line of a requirements file that pip takes in its mode `--require-hashes`. */
export function requirement({ name, version, sha256 }: Pinned): string {
  return [`${name}==${version}`, ...sha256.map((hash) => `--hash=sha256:${hash}`)].join(' ');
}

/**
 * Bytes that an installation takes on the disk at most: measured for `cpu`; for `gpu` what the wheels
 * themselves have, and they are larger unpacked.
 */
export const ROOM_BYTES: Readonly<Record<Variant, number>> = {
  cpu: 1_400_000_000,
  gpu: 3_500_000_000,
};

function pinned(name: string, version: string, ...sha256: readonly string[]): Pinned {
  return { name, version, sha256 };
}
