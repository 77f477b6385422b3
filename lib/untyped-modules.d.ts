/** The few types we use of packages that come without any. Never part of the library's public types. */

declare module "seedrandom" {
  interface Generator {
    (): number;
    quick(): number;
  }
  const seedrandom: { alea(seed: string): Generator };
  export default seedrandom;
}

declare module "jstat" {
  export const jStat: {
    setRandom(random: () => number): void;
    normal: { sample(mean: number, sd: number): number };
    gamma: { sample(shape: number, scale: number): number };
  };
}

declare module "ml-cart" {
  export class DecisionTreeClassifier {
    constructor(options: {
      gainFunction?: "gini";
      maxDepth?: number;
      minNumSamples?: number;
      gainThreshold?: number;
    });
    train(features: number[][], labels: number[]): void;
    toJSON(): { root: unknown };
  }
}
