/** What was fetched by its name, as it lies in the cache: other machines may have it from there. */
export interface KeptAsset {
  /** Where it lies, whether it does or not. */
  folder(cacheDir: string): string;
  /** Plain names of all its files. */
  readonly names: readonly string[];
  /** Whether all of it lies in a folder: each byte is compared with what is known of it. */
  isWhole(folder: string): Promise<boolean>;
}
